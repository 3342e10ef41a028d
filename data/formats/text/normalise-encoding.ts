import { InvalidFileError } from '../model/invalid-file-error.ts'

/** The WHATWG label of an encoding as people and .cpg files write it: 'GBK', 'CP936', '65001', 'utf8'. */
export function normaliseEncoding(name: string): string {
  const word = name
    .trim()
    .toLowerCase()
    .replace(/^(cp|ansi|windows|oem)[ _-]?/, '')
  const known = /^(936|gbk|gb2312|gb18030|gb_2312-80|chinese)$/.test(word)
    ? 'gb18030'
    : /^(65001|utf-?8)$/.test(word)
      ? 'utf-8'
      : word
  try {
    return new TextDecoder(known).encoding === 'gbk' ? 'gb18030' : new TextDecoder(known).encoding
  } catch (error) {
    throw new InvalidFileError('unknown_encoding', { name: name.slice(0, 40) }, { cause: error })
  }
}
