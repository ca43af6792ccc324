/**
 * Typed instructions to a build plan: stages, steps, what each reads, its content address. Pure.
 */
@NullMarked
package build.stave.graph;

import org.jspecify.annotations.NullMarked;
