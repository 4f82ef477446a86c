import nx from '@nx/eslint-plugin';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Who may import whom: the arrows of the house. A package may use its own layer's entries and nothing else. */
const arrows = {
  base: [],
  protocol: ['base'],
  engine: ['base'],
  model: ['base', 'protocol', 'engine'],
  data: ['base', 'protocol'],
  trainer: ['base', 'protocol', 'engine', 'model', 'data'],
  sweep: ['base', 'protocol'],
  store: ['base', 'protocol', 'sweep'],
  scheduler: ['base', 'protocol', 'engine', 'model', 'data', 'trainer', 'sweep', 'store', 'dashboard'],
  dashboard: ['protocol'],
  tools: ['base', 'protocol', 'engine', 'model', 'data', 'trainer', 'store'],
  test: ['*'],
};

/** tensor runtimes: packages/engine is the only door to them. */
const runtimes = ['@tensorflow/*', 'onnxruntime-*'];
const onlyEngine = { group: runtimes, message: 'packages/engine is the only door to a tensor runtime' };

export default tseslint.config(
  { ignores: ['**/dist', '**/out-tsc', '**/node_modules', '**/.frostline', '**/.nx', 'examples/**'] },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['vitest.config.ts', 'vitest.setup.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { '@nx': nx, 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.tsx', '.js'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.tsx', '.js'],
          extensionAlias: { '.js': ['.ts', '.tsx', '.js'] },
        }),
      ],
    },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          // The command imports lazily so that each verb loads only what it needs; its owner and workers need it all.
          checkDynamicDependenciesExceptions: ['@frostline/**'],
          depConstraints: Object.entries(arrows).map(([name, targets]) => ({
            sourceTag: `layer:${name}`,
            onlyDependOnLibsWithTags: targets.map((target) => (target === '*' ? '*' : `layer:${target}`)),
          })),
        },
      ],
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'no-restricted-imports': ['error', { patterns: [onlyEngine] }],
      'no-console': 'error',
      // `const { left, out, ...rest } = all` is how a member is left out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['apps/scheduler/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      // Within the command as between packages: replies and host, the API over them, owners that have one, verbs.
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: 'apps/scheduler/src',
          zones: [
            { target: 'host', from: ['api', 'owner', 'cli'] },
            { target: 'replies', from: ['api', 'owner', 'cli'] },
            { target: 'api', from: ['owner', 'cli'] },
            { target: 'owner', from: 'cli' },
            { target: 'worker', from: ['host', 'api', 'owner', 'cli'] },
          ].map(({ target, from }) => ({
            target: `./${target}`,
            from: [from].flat().map((it) => `./${it}`),
          })),
        },
      ],
    },
  },
  { files: ['packages/engine/**/*.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['**/vitest.config.ts', '**/vite.config.ts'], rules: { 'import-x/no-default-export': 'off' } },
);
