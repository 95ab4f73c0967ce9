module letopis.invalid/load

go 1.25.0
