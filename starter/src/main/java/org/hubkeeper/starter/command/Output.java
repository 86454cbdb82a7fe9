package org.hubkeeper.starter.command;

/** In which form a command prints its data. */
enum Output {
  text,
  json
}
