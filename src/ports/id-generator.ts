/** Makes ids that never repeat: for commands, events and requests whose caller gave none. */
export interface IdGenerator {
  /** 1 to 128 printable characters; sortable by time is useful, but not needed. */
  newId(): string;
}
