import type { WriteStream } from 'node:tty'

const remaining = {
  zh: (seconds: number) => `还需 ${seconds} 秒`,
  en: (seconds: number) => `${seconds} s left`,
}

/**
 * One line that fills up, with the time that is left; on a terminal it is redrawn, elsewhere a line is
 * written for every tenth.
 */
export function createProgressBar(
  title: string,
  language: 'zh' | 'en' = 'en',
  out: WriteStream = process.stdout,
): (done: number, total: number) => void {
  const start = performance.now()
  let tenth = -1
  let drawn = 0
  return (done, total) => {
    const part = total === 0 ? 1 : Math.min(1, done / total)
    const finished = part === 1
    const now = performance.now()
    const leftS = part === 0 ? null : ((now - start) / 1000 / part) * (1 - part)
    const time = finished
      ? `${((now - start) / 1000).toFixed(1)} s`
      : leftS === null
        ? ''
        : remaining[language](Math.ceil(leftS))
    const text = `${title}  ${bar(part)} ${String(Math.floor(part * 100)).padStart(3)} %  ${time}`
    if (out.isTTY) {
      if (!finished && now - drawn < 100) return
      drawn = now
      out.write(`\r\x1b[2K${text}${finished ? '\n' : ''}`)
    } else if (Math.floor(part * 10) > tenth) {
      tenth = Math.floor(part * 10)
      out.write(`${text}\n`)
    }
  }
}

function bar(part: number): string {
  const width = 24
  const filled = Math.round(part * width)
  return '█'.repeat(filled) + '░'.repeat(width - filled)
}
