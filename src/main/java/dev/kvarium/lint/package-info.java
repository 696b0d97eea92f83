/**
 * Guidelines for keys and values as a linter: what there is of a key, the rules that look at it,
 * and what they found, as text, JSON and SARIF. Begin with {@link dev.kvarium.lint.Guidelines}.
 */
@NullMarked
package dev.kvarium.lint;

import org.jspecify.annotations.NullMarked;
