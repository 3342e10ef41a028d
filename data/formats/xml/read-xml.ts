import { SaxesParser } from 'saxes'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { FileReason } from '#shared/contract/transfer/file-reasons.ts'

export interface XmlHandler {
  /** Names without their prefixes. */
  open(name: string, attributes: Readonly<Record<string, string>>): void
  text(text: string): void
  close(name: string): void
}

const MOST_DEPTH = 200

/**
 * Walks through XML as it arrives; hands control back after each chunk. Document types are refused, and with them every
 * entity beside the five of XML itself: nothing can grow, nothing outside is fetched.
 */
export async function* readXml(
  chunks: AsyncIterable<string>,
  handler: XmlHandler,
  broken: FileReason = 'xml_broken',
): AsyncGenerator<void> {
  const parser = new SaxesParser()
  let depth = 0
  let failure: unknown
  const refuse = (error: unknown) => {
    failure ??= error
  }
  parser.on('doctype', () => refuse(new InvalidFileError('xml_doctype')))
  parser.on('error', (error) => refuse(new InvalidFileError(broken, { what: error.message.slice(0, 120) })))
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > MOST_DEPTH) refuse(new InvalidFileError(broken, { what: `> ${MOST_DEPTH} levels` }))
    if (failure === undefined) handler.open(plain(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    depth--
    if (failure === undefined) handler.close(plain(name))
  })
  parser.on('text', (text) => {
    if (failure === undefined) handler.text(text)
  })
  parser.on('cdata', (text) => {
    if (failure === undefined) handler.text(text)
  })
  for await (const chunk of chunks) {
    parser.write(chunk)
    if (failure !== undefined) throw failure
    yield
  }
  parser.close()
  if (failure !== undefined) throw failure
  yield
}

const plain = (name: string) => name.slice(name.indexOf(':') + 1)
