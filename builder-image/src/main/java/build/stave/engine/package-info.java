/** Walks a build plan: images, contexts, steps, layers, outputs; says what it does as events. */
@NullMarked
package build.stave.engine;

import org.jspecify.annotations.NullMarked;
