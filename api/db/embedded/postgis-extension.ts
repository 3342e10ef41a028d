import { pathToFileURL } from 'node:url'
import type { Extension, PGlite } from '@electric-sql/pglite'
import { StartError } from '../../errors.ts'

/*
 * PostGIS for the embedded engine, with three of the engine's faults mended from outside (PGlite 0.5.8, its PostGIS
 * 0.2.8). The first two cures reach into internals: they check that they find what they expect, and refuse to start if
 * they do not.
 */

/**
 * @param bundle path of a gzipped tar with the extension's files
 * @param onLog called with each line of PostgreSQL's log
 */
export function createPostgisExtension(bundle: string, onLog: (line: string) => void): Extension {
  return {
    name: 'postgis',
    setup: async (_engine, options: EngineOptions) => {
      options.PGLITE_ENV['PROJ_DATA'] = '/pglite/share/proj'
      options.printErr = onLog
      raiseGeosExceptions(options)
      return { emscriptenOpts: options, bundlePath: pathToFileURL(bundle) }
    },
  }
}

/**
 * Every SQL error leaves its frames on the WebAssembly stack, which is full after one to four thousand of
 * them. Puts the stack pointer back to where it was before the statement.
 *
 * @param onDamage called with what ended a statement, when it was not an ordinary SQL error
 */
export function repairStackPointer(engine: PGlite, onDamage: (cause: unknown) => void): void {
  const main = engine.Module
  const loop = main._PostgresMainLoopOnce
  const pointer: unknown = Reflect.get(main, '___stack_pointer')
  if (typeof loop !== 'function' || !hasValue(pointer)) throw unknownEngine('main loop')
  main._PostgresMainLoopOnce = () => {
    const before = pointer.value
    try {
      loop()
    } catch (error) {
      pointer.value = before
      // what the engine throws after it has reported an SQL error
      if (error !== 'unwind') onDamage(error)
      throw error
    }
  }
}

/**
 * GEOS reports trouble by C++ exceptions, which nothing catches in this build: the statement simply ends, an
 * UPDATE of many rows half done and committed. Raises them as the ordinary ERROR that PostGIS makes of them
 * on a server.
 */
function raiseGeosExceptions(options: EngineOptions): void {
  const instantiate = options.instantiateWasm
  options.instantiateWasm = (imports, done) => {
    const env = imports.env
    const memory = env['memory']
    const original = env['__cxa_throw']
    if (!(hasBuffer(memory) && typeof original === 'function')) throw unknownEngine('__cxa_throw')
    let raise: (exception: number) => never = () => {
      throw unknownEngine('exports')
    }
    const hook = (exception: number) => raise(exception)
    // the dynamic linker makes a table entry of that signature: result, then three pointers
    env['__cxa_throw'] = Object.assign(hook, { sig: 'vppp' })
    return instantiate(imports, (instance, module) => {
      raise = raiser(instance.exports, memory)
      return done(instance, module)
    })
  }
}

/**
 * For each of PostGIS's thousand functions the engine's dynamic linker lists all names of the library anew:
 * six of the seven seconds that CREATE EXTENSION takes. While `work` runs, long lists of keys are made once.
 * Only for a thread that ends afterwards.
 */
export async function withCachedObjectKeys<T>(work: () => Promise<T>): Promise<T> {
  const list = Object.keys
  const remembered = new WeakMap<object, string[]>()
  Object.keys = (object: object) => {
    const known = remembered.get(object)
    if (known) return known
    const keys = list(object)
    if (keys.length > 5_000) remembered.set(object, keys)
    return keys
  }
  try {
    return await work()
  } finally {
    Object.keys = list
  }
}

/** ERROR in PostgreSQL's elog.h. */
const ERROR = 21
/** SQLSTATE XX000 as PostgreSQL packs it: six bits for each character, the first lowest. */
const INTERNAL_ERROR = [...'XX000'].reduce(
  (packed, character, i) => packed | (((character.charCodeAt(0) - 48) & 63) << (6 * i)),
  0,
)
const MESSAGE_BYTES = 1024

function raiser(
  exports: Readonly<Record<string, unknown>>,
  memory: { buffer: ArrayBufferLike },
): (exception: number) => never {
  const find = (name: string) => {
    const found = exports[name]
    if (!isExportedFunction(found)) throw unknownEngine(name)
    return found
  }
  const start = find('errstart_cold')
  const code = find('errcode')
  const message = find('errmsg_internal')
  const finish = find('errfinish')
  const allocate = find('malloc')
  // the memory grows: a view must not outlive a call
  const bytes = () => new Uint8Array(memory.buffer)
  const words = () => new DataView(memory.buffer)
  const put = (text: string, at: number, room: number) => {
    const encoded = Buffer.from(text).subarray(0, room - 1)
    bytes().set(encoded, at)
    bytes()[at + encoded.length] = 0
  }
  let places: { format: number; text: number; list: number; file: number; routine: number } | undefined
  const prepare = () => {
    const made = {
      format: allocate(8),
      text: allocate(MESSAGE_BYTES),
      list: allocate(8),
      file: allocate(8),
      routine: allocate(16),
    }
    put('%s', made.format, 8)
    put('geos', made.file, 8)
    put('cxa_throw', made.routine, 16)
    return made
  }
  return (exception) => {
    places ??= prepare()
    put(`GEOS Error: ${whatOf(exception, bytes(), words())}`, places.text, MESSAGE_BYTES)
    words().setUint32(places.list, places.text, true)
    start(ERROR, 0)
    code(INTERNAL_ERROR)
    message(places.format, places.list)
    finish(places.file, 1, places.routine)
    throw new Error('errfinish came back')
  }
}

/**
 * The text of a std::runtime_error in libc++: behind the virtual table's address stands that of a C string.
 */
function whatOf(exception: number, bytes: Uint8Array, words: DataView): string {
  const at = words.getUint32(exception + 4, true)
  if (at === 0 || at >= bytes.length) return 'C++ exception'
  const text = Buffer.from(bytes.subarray(at, at + MESSAGE_BYTES))
    .toString('latin1')
    .replace(/\0.*$/s, '')
  return /^[\t\x20-\x7e]{3,}$/.test(text) ? text : 'C++ exception'
}

type WasmFunction = (...values: number[]) => number

/** The parts of Emscripten's options that are touched here. */
interface EngineOptions {
  PGLITE_ENV: Record<string, string>
  printErr(line: string): void
  instantiateWasm(
    imports: { env: Record<string, unknown> },
    done: (instance: { exports: Readonly<Record<string, unknown>> }, module: unknown) => unknown,
  ): unknown
}

function isExportedFunction(value: unknown): value is WasmFunction {
  return typeof value === 'function'
}

function hasBuffer(value: unknown): value is { buffer: ArrayBufferLike } {
  return typeof value === 'object' && value !== null && 'buffer' in value
}

function hasValue(value: unknown): value is { value: number } {
  return typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'number'
}

function unknownEngine(missing: string): StartError {
  return new StartError(
    `The embedded database engine is not the version this program was built for (${missing} has changed): run npm ci.`,
  )
}
