/** The person or program that makes a change, as history and audit name it. */
export interface Actor {
  name: string
  /** Network address of the request; null: the change was not requested over the network. */
  address: string | null
}
