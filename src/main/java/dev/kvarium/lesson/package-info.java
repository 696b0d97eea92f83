/**
 * Lessons: Markdown files that tell, run, ask for a prediction and set tasks; who plays them on a
 * lab, checks them without a person, and notes how far a learner has come. Knows no terminal and no
 * file system.
 */
@NullMarked
package dev.kvarium.lesson;

import org.jspecify.annotations.NullMarked;
