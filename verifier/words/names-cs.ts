/**
 * Names of kinds and fields, in Czech.
 * @module
 */
import type { namesEn } from './names-en.ts'

export const namesCs: Readonly<Record<keyof typeof namesEn, string>> = {
	'field-time': 'přesný čas',
	'field-actor': 'kdo jednal',
	'field-idempotency': 'klíč opakování',
	'field-origin': 'podpis klienta',
	'field-kind': 'druh úkonu',
	'field-content': 'otisk obsahu',
	'field-metadata': 'popisné údaje',
	'field-object': 'dokument',
	'field-purpose': 'účel',
	'field-grant': 'oprávnění',
	'kind-genesis': 'úvodní zápis',
	'kind-anchor': 'kotva',
	'kind-renewal': 'obnova časových razítek',
	'kind-document': 'dokument',
	'kind-sealed': 'zapečetěný zápis',
	'kind-disposal': 'skartace',
	'kind-access': 'nahlédnutí',
	'kind-token-grant': 'udělení přístupu',
	'kind-token-revoke': 'odnětí přístupu',
	'authority-genesis': 'autorita úvodního zápisu',
	'link-supersedes': 'nahrazuje',
	'link-corrects': 'opravuje',
	'link-annuls': 'ruší',
	'link-disposes': 'skartuje',
	'link-previous': 'předchozí verze',
	'link-policy': 'pravidla',
	'revocation-good': 'neodvolán, jak říkají seznamy v razítku',
	'revocation-not-known': 'razítko nenese seznamy, které by to řekly',
}
