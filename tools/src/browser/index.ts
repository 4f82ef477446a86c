export { launchBrowser } from './launch-browser.js';
export { servePage, type ServedPage } from './serve-page.js';
export { softwareVulkan } from './software-vulkan.js';
