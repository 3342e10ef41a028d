import { StartError } from '../errors.ts'
import { describeFullDisk } from '../db/describe-full-disk.ts'
import { runExport } from './export/run-export.ts'
import { EXPORT_HELP, readExportArguments } from './export/read-export-arguments.ts'
import { withExclusiveDatabase } from './with-exclusive-database.ts'

/** npm run export -- LAYER …: the same code as behind the page, straight out of the database. */
async function run(argv: readonly string[]): Promise<void> {
  const given = readExportArguments(argv)
  if (given === null) {
    process.stdout.write(EXPORT_HELP)
    return
  }
  const { file, features, plan } = await withExclusiveDatabase('export on its page', (database) =>
    runExport(database, given, Date.now()),
  )
  process.stdout.write(
    `${file}: ${features} rows, ${plan.targets.join(', ')}, ${plan.crs}, r${plan.metadata['revision']}\n`,
  )
}

run(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${describeFullDisk(error) ?? formatError(error)}\n`)
  process.exitCode = 1
})

function formatError(error: unknown): string {
  if (error instanceof StartError) return error.message
  return `The export failed: ${error instanceof Error ? error.stack : String(error)}`
}
