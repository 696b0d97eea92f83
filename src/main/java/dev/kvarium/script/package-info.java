/**
 * The {@code .kv} language: its grammar, the runner that replays a script on a lab and compares
 * what it expects, the rewriting of expectations, and the reports. Knows no file system and no
 * terminal.
 */
@NullMarked
package dev.kvarium.script;

import org.jspecify.annotations.NullMarked;
