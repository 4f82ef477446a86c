import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page is served under a policy that allows no inline script and no data: or blob: script. */
export default defineConfig({
  base: './',
  plugins: [react()],
  build: {
    target: 'es2023',
    // An inlined asset would be a data: URL, which the page's policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
});
