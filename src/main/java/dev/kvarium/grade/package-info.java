/**
 * Grading: a learner's journal is entered once more, and the state that it leads to decides. Knows
 * no file system, no thread and no clock on the wall; who has them is asked through {@link
 * dev.kvarium.grade.Limits.Watch}.
 */
@NullMarked
package dev.kvarium.grade;

import org.jspecify.annotations.NullMarked;
