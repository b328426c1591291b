/** A module that Vite builds by itself, by its address. */
declare module '*?worker&url' {
  const url: string;
  export default url;
}
