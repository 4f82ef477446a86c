import { QueryClient } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { mendLanguage } from './charts/browser-language.js';
import { ApiError } from './client/api-error.js';
import { takeToken } from './client/token.js';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/panels.css';
import './styles/content.css';
import { applyTheme } from './ui/theme.js';

applyTheme();
// Before any chart: the code that draws them comes later, with the views that have some.
mendLanguage(navigator);
const client = new QueryClient({
  defaultOptions: {
    queries: {
      // The event stream says what has changed.
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status >= 400),
    },
  },
});
const root = document.getElementById('root');
if (root === null) throw new Error('internal: no #root in index.html');
createRoot(root).render(
  <StrictMode>
    <App client={client} token={takeToken()} />
  </StrictMode>,
);
