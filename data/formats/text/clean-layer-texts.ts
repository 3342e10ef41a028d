import type { AttributeValue, FileLayer, RawFeature } from '../model/format.ts'

/**
 * Returns a layer whose texts any database takes: a character that is none (half of a pair, or NUL) becomes U+FFFD, by
 * which texts are known to be destroyed.
 */
export function cleanLayerTexts(layer: FileLayer): FileLayer {
  return {
    ...layer,
    name: cleanText(layer.name),
    fields: layer.fields?.map(cleanText) ?? null,
    async *features() {
      for await (const bunch of layer.features()) yield bunch.map(cleanFeature)
    },
  }
}

const BROKEN = /[\0\p{Surrogate}]/u

/** Half a pair of surrogates, which a text has where it was cut, and NUL become U+FFFD. */
export function cleanText(text: string): string {
  return BROKEN.test(text) ? text.replaceAll(/[\0\p{Surrogate}]/gu, '\ufffd') : text
}

function cleanFeature(feature: RawFeature): RawFeature {
  const { properties } = feature
  for (const name in properties) {
    const value = properties[name]
    if (BROKEN.test(name) || (typeof value === 'string' && BROKEN.test(value)))
      return { ...feature, properties: cleanProperties(properties) }
  }
  return feature
}

const cleanProperties = (properties: RawFeature['properties']): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      cleanText(name),
      typeof value === 'string' ? cleanText(value) : value,
    ]),
  )
