// Which folders of src may import which, and no circles: `npm run layers`. CONTRIBUTING.md tells why.

/** The rooms of the domain, each with those that it may look into. */
const rooms = {
  text: [],
  problems: ['text'],
  model: ['text', 'problems'],
  findings: ['text', 'problems', 'model'],
  changes: ['text', 'problems', 'model'],
  history: ['text', 'problems', 'model'],
  overview: ['text', 'problems', 'model'],
  drawings: ['text', 'model', 'history'],
  rows: ['text', 'problems', 'model', 'findings', 'history', 'overview', 'drawings'],
  documents: ['text', 'problems', 'model', 'findings', 'changes', 'history', 'overview', 'drawings', 'rows'],
};

/** The adapters to VS Code; all but `storage` share the files beside them, which themselves see `storage` alone. */
const adapters = {
  storage: [],
  signIn: ['storage'],
  view: ['storage'],
  commands: ['storage', 'signIn', 'view'],
};

const layers = {
  tunnels: [],
  cloudflare: ['tunnels'],
  watch: ['tunnels'],
  vscode: ['tunnels', 'cloudflare', 'watch'],
};

/** One rule for each folder below `parent`: of its siblings it sees those that are named, and no other. */
const onlyTheNamed = (parent, folders) =>
  Object.entries(folders).map(([folder, seen]) => ({
    name: `${parent}${folder}`,
    severity: 'error',
    from: { path: `^src/${parent}${folder}/` },
    to: {
      path: `^src/${parent}`,
      pathNot: [folder, ...seen].map((name) => `^src/${parent}${name}/`),
    },
  }));

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-folder-circles', severity: 'error', scope: 'folder', from: {}, to: { circular: true } },
    {
      name: 'composition-root',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/extension.ts$' },
      to: { path: '^src/[^/]+$' },
    },
    {
      name: 'start-up-is-small',
      severity: 'error',
      from: { path: '^src/extension.ts$' },
      to: {
        path: '^src/',
        pathNot: '^src/vscode/storage/knownAccounts.ts$',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
    ...onlyTheNamed('', layers).map((rule) =>
      // The watch sees types of the API, and no code of it.
      rule.name === 'watch'
        ? { ...rule, to: { ...rule.to, pathNot: [...rule.to.pathNot, '^src/cloudflare/'] } }
        : rule,
    ),
    {
      name: 'watch-types-only',
      severity: 'error',
      from: { path: '^src/watch/' },
      to: { path: '^src/cloudflare/', dependencyTypesNot: ['type-only'] },
    },
    ...onlyTheNamed('tunnels/', rooms),
    {
      name: 'signing-in-comes-later',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/vscode/signIn/(signIn|credentialSteps|accountSteps)\\.ts$' },
      to: {
        path: '^src/vscode/signIn/(signIn|credentialSteps|accountSteps)\\.ts$',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
    {
      name: 'pages-come-later',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/tunnels/documents/' },
      to: {
        path: '^src/tunnels/documents/',
        pathNot: '/(documentShape|keptAudit).ts$',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
    ...onlyTheNamed('vscode/', adapters).map((rule) =>
      rule.name === 'vscode/storage'
        ? rule
        : { ...rule, to: { ...rule.to, pathNot: [...rule.to.pathNot, '^src/vscode/[^/]+$'] } },
    ),
    {
      name: 'vscode-shared',
      severity: 'error',
      from: { path: '^src/vscode/[^/]+$' },
      to: { path: '^src/vscode/[^/]+/', pathNot: '^src/vscode/storage/' },
    },
    {
      name: 'vscode-only-in-adapters',
      severity: 'error',
      from: { path: '^src/(tunnels|cloudflare|watch)/' },
      to: { path: '^vscode$|@types/vscode/' },
    },
    {
      name: 'pure-domain',
      severity: 'error',
      from: { path: '^src/tunnels/' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
