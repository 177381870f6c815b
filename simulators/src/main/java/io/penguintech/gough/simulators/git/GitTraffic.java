package io.penguintech.gough.simulators.git;

/**
 * What a repository was asked for since the server started.
 *
 * @param lookups how often someone asked for its refs in order to read: each ls-remote and each fetch begins with one
 * @param fetches how many packs it sent; a fetch that finds nothing new sends none
 * @param pushes how many branches and tags were moved
 */
public record GitTraffic(long lookups, long fetches, long pushes) {}
