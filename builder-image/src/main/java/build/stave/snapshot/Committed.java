package build.stave.snapshot;

import build.stave.archive.Change;

/**
 * A finished step.
 *
 * @param tree the tree below with the step's layer on top, or the tree below if nothing changed;
 *     good until the build is closed
 * @param changes what the step changed; can be read until the build is closed
 * @param empty whether it changed nothing
 * @param layer directory with what the step changed, as a layer of a tree
 */
public record Committed(Tree tree, Change.Stream changes, boolean empty, String layer) {}
