import { existsSync } from 'node:fs'
import { fileReasons, fillText } from '#shared/contract/transfer-reasons.ts'
import { FileRefused } from '../../data/formats/file-refused.ts'
import { StartError } from '../errors.ts'
import { keepMemorySmall } from '../memory.ts'
import { importHere, type ImportResult } from './import/import-here.ts'
import { HELP, type ImportArguments, readArguments, type UndoArguments } from './import/read-arguments.ts'
import { reportText } from './import/report-text.ts'
import { undoHere } from './import/undo-here.ts'
import { progressBar } from './progress-bar.ts'
import { withOwnDatabase } from './with-own-database.ts'

/** npm run import -- FILE …: the same code as behind the wizard, straight into the database. */
async function run(argv: readonly string[]): Promise<void> {
  keepMemorySmall()
  const given = readArguments(argv, process.env)
  if (given === null) {
    process.stdout.write(HELP)
    return
  }
  if ('undo' in given) return takeBack(given)
  if (!existsSync(given.file)) throw new StartError(`There is no file ${given.file}.`)
  const result = await bringIn(given)
  if (result.rememberedFrom !== null)
    process.stdout.write(`\n${rememberedText(result.rememberedFrom, given)}\n`)
  process.stdout.write(`\n${reportText(result.report, given.language)}\n\n${closing(result, given)}\n`)
  if (result.report.rows.read > 0 && result.report.rows.refused === result.report.rows.read)
    process.exitCode = 1
}

const bringIn = (given: ImportArguments): Promise<ImportResult> =>
  withOwnDatabase('import on its page', (database) =>
    importHere(database, given, progressBar(given.language === 'zh' ? '读取' : 'reading')),
  )

async function takeBack(given: UndoArguments): Promise<void> {
  const { city, revision } = await withOwnDatabase('undo the import on its page', (database) =>
    undoHere(database, given),
  )
  process.stdout.write(
    given.language === 'zh'
      ? `已撤销，${city.name}(${city.code})现为修订号 ${revision}。\n`
      : `Undone: ${city.name} (${city.code}) is at revision ${revision} now.\n`,
  )
}

const rememberedText = (day: string, { language }: ImportArguments) =>
  language === 'zh'
    ? `这种列结构的文件在 ${day} 导入过，列的对应已沿用；--column 可以改动。`
    : `A file with these columns was imported on ${day}; its columns are used again, and --column changes them.`

function closing(
  { revision, city, report, importId, drafts }: ImportResult,
  { language, dryRun }: ImportArguments,
): string {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const name = `${city.name}(${city.code})`
  if (dryRun) return say(`演练:${name} 没有任何改动。`, `Dry run: nothing was changed in ${name}.`)
  if (revision === null) return say(`${name} 没有可改动的内容。`, `There was nothing to change in ${name}.`)
  const made = city.isNew ? say(`已新建 ${name}。`, `${name} was made. `) : ''
  const left = drafts
    .map(({ street, id }) =>
      say(
        `\n街道 ${street} 的草案:/${city.code}/editor/${id}`,
        `\nDraft of street ${street}: /${city.code}/editor/${id}`,
      ),
    )
    .join('')
  return (
    made +
    say(
      `已写入 ${name}，修订号 ${revision}：新增 ${report.rows.added}，变更 ${report.rows.changed}。撤销：npm run import -- --undo ${importId}`,
      `Committed to ${name} as revision ${revision}: ${report.rows.added} added, ${report.rows.changed} changed. To undo it: npm run import -- --undo ${importId}`,
    ) +
    left
  )
}

run(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${sentence(error)}\n`)
  process.exitCode = 1
})

function sentence(error: unknown): string {
  if (error instanceof FileRefused)
    return `${fillText(fileReasons[error.code].zh, error.details)} · ${fillText(fileReasons[error.code].en, error.details)}`
  if (error instanceof StartError) return error.message
  return `The import failed: ${error instanceof Error ? error.stack : String(error)}`
}
