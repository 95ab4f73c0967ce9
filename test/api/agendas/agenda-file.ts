/**
 * The smallest file of an agenda, and how to break it.
 * @module
 */

/** Of a department `stavebni`; `code` may be another one. */
export function agendaFile({ code = 'kaceni', title = 'Povolení ke kácení', more = '' } = {}): string {
	return `code = "${code}"
title = "${title}"
summary = "Strom rostoucí mimo les."
department = "stavebni"
law = ["§ 8 zákona č. 114/1992 Sb."]
procedure = "decision"

[fee]
amount = 0

[retention]
class = "S"
years = 5
code = "246.1"

[guide]
who = { cs = "Vlastník pozemku.", en = "The owner of the land." }
where = "Tady."
time = "60 dnů."

[[guide.steps]]
title = "Podejte žádost"
text = "Stačí pět minut."

[[pages]]
id = "strom"
title = "Strom"

[[pages.fields]]
id = "druh"
kind = "choice"
label = "Druh"
options = [
  { value = "lipa", label = "Lípa" },
  { value = "jiny", label = "Jiný" },
]

[[pages.fields]]
id = "jaky"
kind = "text"
label = "Jaký"
when = { field = "druh", is = "jiny" }

[[attachments]]
id = "plan"
title = "Plánek"

[[clock]]
from = 2006-01-01
basic = { count = 30, unit = "days" }
additions = []
correction = { days = 15 }
confirmation = { days = 5 }
appeal = { days = 15, withoutInstruction = 90 }
deemed = { days = 10 }
${more}`
}

/** Line of the file, from 1 on, that holds a text; of several the last. */
export function lineOf(file: string, text: string): number {
	return file.split('\n').findLastIndex((line) => line.includes(text)) + 1
}
