import { fuzzFile, writeSampleFiles } from './fuzz-files.ts'

/** npx tsx tests/data/fuzz-files.script.ts [files of each format] [seed]: reads so many spoilt files; ends at the first that is neither read nor refused. */
const [times = 2500, seed = Date.now() % 1e9] = process.argv.slice(2).map(Number)
let all = 0
process.stdout.write(`seed ${seed}\n`)
for (const file of await writeSampleFiles()) {
  const { tried, read, refused, slowest, reasons } = await fuzzFile(file, times, seed)
  all += tried
  const counts = [...reasons].map(([code, count]) => `${code} ${count}`).join(', ')
  process.stdout.write(
    `${file.id.padEnd(12)} ${tried} files: ${read} read, ${refused} refused, slowest ${slowest.toFixed(0)} ms · ${counts}\n`,
  )
}
process.stdout.write(`${all} files\n`)
