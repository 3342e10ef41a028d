import { existsSync } from 'node:fs'
import { fileReasons } from '#shared/contract/transfer/file-reasons.ts'
import { fillPlaceholders } from '#shared/contract/transfer/localized-text.ts'
import { InvalidFileError } from '../../data/formats/model/invalid-file-error.ts'
import { describeFullDisk } from '../db/describe-full-disk.ts'
import { StartError } from '../errors.ts'
import { limitHeapGrowth } from '../runtime/heap-limits.ts'
import { runImport, type ImportResult } from './import/run-import.ts'
import {
  IMPORT_HELP,
  type ImportArguments,
  readImportArguments,
  type UndoArguments,
} from './import/read-import-arguments.ts'
import { formatImportReport } from './import/format-import-report.ts'
import { runImportUndo } from './import/run-import-undo.ts'
import { createProgressBar } from '../runtime/progress-bar.ts'
import { withExclusiveDatabase } from './with-exclusive-database.ts'

/** npm run import -- FILE …: the same code as behind the wizard, straight into the database. */
async function run(argv: readonly string[]): Promise<void> {
  limitHeapGrowth()
  const given = readImportArguments(argv, process.env)
  if (given === null) {
    process.stdout.write(IMPORT_HELP)
    return
  }
  if ('undo' in given) return takeBack(given)
  if (!existsSync(given.file)) throw new StartError(`There is no file ${given.file}.`)
  const result = await bringIn(given)
  if (result.rememberedFrom !== null)
    process.stdout.write(`\n${rememberedText(result.rememberedFrom, given)}\n`)
  process.stdout.write(
    `\n${formatImportReport(result.report, given.language, result.conflicts)}\n\n${closing(result, given)}\n`,
  )
  if (result.report.rows.read > 0 && result.report.rows.refused === result.report.rows.read)
    process.exitCode = 1
}

const bringIn = (given: ImportArguments): Promise<ImportResult> =>
  withExclusiveDatabase('import on its page', (database) =>
    runImport(
      database,
      given,
      createProgressBar(given.language === 'zh' ? '读取' : 'reading', given.language),
    ),
  )

async function takeBack(given: UndoArguments): Promise<void> {
  const { city, revision } = await withExclusiveDatabase('undo the import on its page', (database) =>
    runImportUndo(database, given),
  )
  process.stdout.write(
    given.language === 'zh'
      ? `已撤销，${city.name}（${city.code}）现为版本 ${revision}。\n`
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
  const name = say(`${city.name}（${city.code}）`, `${city.name} (${city.code})`)
  if (dryRun) return say(`演练：${name} 没有任何改动。`, `Dry run: nothing was changed in ${name}.`)
  if (revision === null) return say(`${name} 没有可改动的内容。`, `There was nothing to change in ${name}.`)
  const made = city.isNew ? say(`已新建 ${name}。`, `${name} was made. `) : ''
  const left = drafts
    .map(({ street, id }) =>
      say(
        `\n街道 ${street} 的草案：/${city.code}/editor/${id}`,
        `\nDraft of street ${street}: /${city.code}/editor/${id}`,
      ),
    )
    .join('')
  return (
    made +
    say(
      `已写入 ${name}，版本 ${revision}：新增 ${report.rows.added}，变更 ${report.rows.changed}。撤销：npm run import -- --undo ${importId}`,
      `Committed to ${name} as revision ${revision}: ${report.rows.added} added, ${report.rows.changed} changed. ` +
        `To undo it: npm run import -- --undo ${importId}`,
    ) +
    left
  )
}

run(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${sentence(error)}\n`)
  process.exitCode = 1
})

function sentence(error: unknown): string {
  if (error instanceof InvalidFileError)
    return `${fillPlaceholders(fileReasons[error.code].zh, error.details)} · ${fillPlaceholders(fileReasons[error.code].en, error.details)}`
  const fullDisk = describeFullDisk(error)
  if (fullDisk !== null) return fullDisk
  if (error instanceof StartError) return error.message
  return `The import failed: ${error instanceof Error ? error.stack : String(error)}`
}
