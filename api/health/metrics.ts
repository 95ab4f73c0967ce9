/**
 * Metrics for Prometheus. Labels are route patterns and configured names: bounded, and nobody's data.
 * @module
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { JournalLine } from '../http/journal.ts'
import type { ApiDeps } from '../services.ts'
import type { StreamHub } from '../stream/hub.ts'

export interface Metrics {
	readonly registry: Registry
	observe(line: JournalLine): void
}

export function createMetrics(deps: ApiDeps, hub: StreamHub): Metrics {
	const { ledger, projection } = deps
	const registry = new Registry()
	collectDefaultMetrics({ register: registry, prefix: 'letopis_' })
	const registers = [registry]
	const labelNames = ['method', 'route', 'status'] as const
	const requests = new Counter({
		name: 'letopis_http_requests_total',
		help: 'Requests answered.',
		labelNames,
		registers,
	})
	const durations = new Histogram({
		name: 'letopis_http_request_seconds',
		help: 'Time until the headers of the answer were ready.',
		labelNames: ['method', 'route'] as const,
		buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
		registers,
	})
	const gauge = (name: string, help: string, read: () => number | null) =>
		new Gauge({
			name: `letopis_${name}`,
			help,
			registers,
			collect() {
				const value = read()
				if (value !== null) this.set(value)
			},
		})
	gauge('log_entries', 'Entries in the log.', () => ledger.log.size)
	gauge(
		'published_entries',
		'Entries under the newest published head.',
		() => ledger.log.published?.size ?? 0,
	)
	gauge('frozen', '1 while signing is frozen.', () => (ledger.log.frozen === null ? 0 : 1))
	gauge('projection_entries', 'Entries of the log that the projection has folded.', () =>
		Math.max(0, projection.position - projection.chronicle.base),
	)
	gauge('stream_readers', 'Open event streams.', () => hub.readers)
	addAuthorities(deps, registry)
	addTown(deps, registry)
	return {
		registry,
		observe({ method, route, status, milliseconds }) {
			requests.inc({ method, route, status: String(status) })
			if (milliseconds !== undefined) durations.observe({ method, route }, milliseconds / 1000)
		},
	}
}

function addAuthorities({ ledger }: ApiDeps, registry: Registry): void {
	const registers = [registry]
	new Gauge({
		name: 'letopis_anchor_lag_seconds',
		help: 'How far anchoring is overdue.',
		labelNames: ['authority'] as const,
		registers,
		collect() {
			for (const { name, lag } of ledger.anchorer.status()) this.set({ authority: name }, lag)
		},
	})
	new Gauge({
		name: 'letopis_anchor_stamped_entries',
		help: 'Entries under the newest stamp.',
		labelNames: ['authority'] as const,
		registers,
		collect() {
			for (const { name, stampedSize } of ledger.anchorer.status()) this.set({ authority: name }, stampedSize)
		},
	})
	new Gauge({
		name: 'letopis_anchor_remaining',
		help: 'Stamps left this year; absent without a quota.',
		labelNames: ['authority'] as const,
		registers,
		collect() {
			for (const { name, remaining } of ledger.anchorer.status()) {
				if (remaining !== null) this.set({ authority: name }, remaining)
			}
		},
	})
	new Gauge({
		name: 'letopis_renewal_failures',
		help: 'Authorities whose time-stamps could not be renewed when it was last tried, or had certificates withdrawn.',
		registers,
		collect() {
			this.set(ledger.anchorer.renewer.failures.size)
		},
	})
	new Gauge({
		name: 'letopis_witness_lag_seconds',
		help: 'Age of the oldest head that a witness has not cosigned.',
		labelNames: ['witness'] as const,
		registers,
		collect() {
			for (const { name, lag } of ledger.witnesses.status()) this.set({ witness: name }, lag)
		},
	})
}

function addTown({ ledger }: ApiDeps, registry: Registry): void {
	const free = new Gauge({
		name: 'letopis_disk_free_bytes',
		help: 'Free space where the data lie.',
		registers: [registry],
	})
	new Gauge({
		name: 'letopis_vault_damage',
		help: 'Damaged places found in one of the two vault copies.',
		registers: [registry],
		async collect() {
			const { damage, diskFree } = await ledger.status()
			this.set(damage)
			if (diskFree !== null) free.set(diskFree)
		},
	})
}
