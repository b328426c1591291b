import { createKeepUpload, createProbe } from './keep-upload.js';
import type { Route } from './route.js';
import { demoRoutes } from './routes/demo.js';
import { instrumentRoutes } from './routes/instruments.js';
import { jobRoutes } from './routes/jobs.js';
import { limitsRoutes } from './routes/limits.js';
import { modelRoutes } from './routes/models.js';
import { openApiRoutes } from './routes/openapi.js';
import { resumableUploadRoutes } from './routes/resumable-uploads.js';
import { separatorRoutes } from './routes/separators.js';
import { uploadRoutes } from './routes/uploads.js';
import { voiceRoutes } from './routes/voices.js';
import { workRoutes } from './routes/work.js';
import type { Services } from './services.js';

/** Every call of the API, in the order of its documentation.
 *  @param operations those that are also mounted at the root */
export function apiRoutes(services: Services, operations: readonly Route[]): Route[] {
  const probe = createProbe(services);
  const keepUpload = createKeepUpload(services, probe);
  const routes = [
    // Before `/uploads/{id}`, which would match them.
    ...resumableUploadRoutes(services, keepUpload),
    ...uploadRoutes(services, keepUpload),
    ...workRoutes(services),
    ...jobRoutes(services),
    ...separatorRoutes(services),
    ...voiceRoutes(services, probe),
    ...instrumentRoutes(services),
    ...modelRoutes(services),
    ...demoRoutes(services),
    ...limitsRoutes(services),
    ...operations,
  ];
  return [...routes, ...openApiRoutes(services, routes)];
}
