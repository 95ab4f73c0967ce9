/**
 * Functions that the end-to-end tests run inside a page, where the types of Node do not hold. The file is one
 * expression: tests evaluate its text and call a member.
 */
;({
	/** A DataTransfer as a drop brings it. @param files pairs of name and base64 */
	transferOf(files) {
		const data = new DataTransfer()
		for (const [name, base64] of files) {
			const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
			data.items.add(new File([bytes], name))
		}
		return data
	},

	/** What holds the focus, by the first of id, class and text. */
	focused() {
		const { id, textContent, className } = document.activeElement ?? document.body
		return id || className || textContent
	},

	widths() {
		return [document.documentElement.scrollWidth, innerWidth]
	},

	/** Controls that a screen reader could not name. */
	namelessControls() {
		return [...document.querySelectorAll('button, input')]
			.filter((control) => !control.textContent.trim() && !control.labels?.length)
			.map((control) => control.outerHTML)
	},

	tryToConnect() {
		return fetch('https://ukazkov.example/').then(
			() => 'reached',
			() => 'refused',
		)
	},

	/** Whether a script that somebody slipped in has run. */
	runForeignScript() {
		const script = document.createElement('script')
		script.textContent = 'window.intruder = true'
		document.body.append(script)
		return 'intruder' in window
	},

	/** Visible texts whose colour is too close to the ground they stand on (WCAG 2.2, 1.4.3). */
	poorContrasts() {
		const parse = (color) => {
			const [r = 0, g = 0, b = 0, a = 1] = (color.match(/[\d.]+/g) ?? []).map(Number)
			return { r, g, b, a }
		}
		const luminance = ({ r, g, b }) => {
			const [red, green, blue] = [r, g, b].map((value) => {
				const part = value / 255
				return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
			})
			return 0.2126 * red + 0.7152 * green + 0.0722 * blue
		}
		const ground = (start) => {
			for (let node = start; node !== null; node = node.parentElement) {
				const color = parse(getComputedStyle(node).backgroundColor)
				if (color.a === 1) return color
			}
			return parse('rgb(255 255 255)')
		}
		const poor = []
		for (const node of document.querySelectorAll('body *')) {
			const hasText = [...node.childNodes].some(
				({ nodeType, textContent }) => nodeType === 3 && textContent?.trim(),
			)
			if (!hasText || !node.checkVisibility()) continue
			const [one, two] = [parse(getComputedStyle(node).color), ground(node)].map(luminance)
			const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05)
			if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${node.tagName} ${node.className} ${node.textContent}`)
		}
		return poor
	},
})
