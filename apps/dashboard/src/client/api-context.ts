import { createContext, useContext } from 'react';
import type { Api } from './api.js';

export const ApiContext = createContext<Api | null>(null);

/** The API with the token that the reader has. */
export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === null) throw new Error('internal: no API above this component');
  return api;
}
