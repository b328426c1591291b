/** Where the API lies on the server. */
export const API_BASE = '/api/v1';
