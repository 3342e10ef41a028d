import type { Page } from 'playwright-core'

/** A card on the map page: its CSS classes and its box in CSS pixels. */
export interface Card {
  name: string
  box: DOMRect
}

const CARDS =
  '.explore > :is(.top, .sheet, .foot, .detail, .actions, .buttons, .legend), .side > :is(.top, .sheet)'

export const listCards = (page: Page): Promise<Card[]> =>
  page.locator(CARDS).evaluateAll((elements) =>
    elements.map((element) => ({
      name: element.className,
      box: element.getBoundingClientRect().toJSON() as DOMRect,
    })),
  )

export const isInside = (box: DOMRect, { width, height }: { width: number; height: number }) =>
  box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height

/** Returns the names of each two cards that overlap. */
export const findOverlaps = (cards: readonly Card[]): string[] =>
  cards.flatMap((one, i) =>
    cards
      .slice(i + 1)
      .filter(
        ({ box }) =>
          one.box.left < box.right &&
          box.left < one.box.right &&
          one.box.top < box.bottom &&
          box.top < one.box.bottom,
      )
      .map((other) => `${one.name} × ${other.name}`),
  )
