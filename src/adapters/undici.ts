/** undici, by name: a bundled CommonJS package that is imported dynamically has nothing but a default export. */
export { Agent, fetch, ProxyAgent } from 'undici';
