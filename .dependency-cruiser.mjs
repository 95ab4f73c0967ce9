// Who may import whom, as DESIGN has it: format <- ledger <- api, format <- verifier. Any other arrow fails the check.
const only = (name, from, allowed) => ({
	name,
	severity: 'error',
	comment: `${from} may import only ${allowed}`,
	from: { path: from },
	to: { path: '^(ledger|api|verifier|portal|scripts|test)/', pathNot: allowed },
})
const oneFile = (name, from, to) => ({
	name,
	severity: 'error',
	comment: `only ${from} may import ${to}, so that it can be replaced in one place`,
	from: { path: '^(ledger|api|verifier|portal|scripts)/', pathNot: from },
	to: { path: to },
})
// Modules that SvelteKit and Vite make while building.
const UNRESOLVED = '^node:|^\\$app/|^\\./\\$types$|\\?url$'
export default {
	forbidden: [
		{ name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
		only('format-is-the-base', '^ledger/format/', '^ledger/format/'),
		only('ledger-sees-format', '^ledger/(?!format/)', '^ledger/'),
		only('verifier-sees-format', '^verifier/', '^(verifier|ledger/format)/'),
		only('api-sees-ledger', '^api/', '^(api|ledger)/'),
		// The build of the portal is loaded by its path; of its sources only what describes build and types is imported.
		only(
			'nobody-sees-tests',
			'^scripts/',
			'^(scripts|ledger|verifier|api|portal/(adapter/build|api-types)\\.ts$)',
		),
		only('portal-sees-verifier', '^portal/', '^(portal|verifier|ledger/format)/'),
		{
			name: 'pure-code-has-no-node',
			severity: 'error',
			from: { path: '^(ledger/format|verifier)/', pathNot: '^verifier/cli/' },
			to: { dependencyTypes: ['core'] },
		},
		oneFile('level-in-one-file', '^ledger/store/level\\.ts$', 'node_modules/(level|classic-level)/'),
		{
			name: 'no-unresolved',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true, pathNot: UNRESOLVED },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '(^|/)dist/' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['import', 'node', 'default'],
			extensions: ['.ts', '.mjs', '.js', '.json'],
		},
	},
}
