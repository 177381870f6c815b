package io.penguintech.gough.bot.importing;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an import made of a region and a Fleet. Equal observations give equal files, byte for byte.
 *
 * @param files text by path below the repository's folder
 * @param hosts how many machines became hosts
 * @param machines how many machines there are
 * @param queries how many queries, policies and labels were written
 * @param allQueries how many of them there are
 * @param things how many zones, subnets and so on were written
 * @param leftOut what was not written, and why
 * @param remarks what people should know of what was written
 */
public record Imported(
        SortedMap<String, String> files,
        int hosts,
        int machines,
        int queries,
        int allQueries,
        int things,
        List<Remark> leftOut,
        List<Remark> remarks) {
    /** Keeps unmodifiable copies. */
    public Imported {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        leftOut = List.copyOf(leftOut);
        remarks = List.copyOf(remarks);
    }

    /**
     * One sentence about some machines or queries.
     *
     * @param what the sentence
     * @param about their names, sorted
     */
    public record Remark(String what, List<String> about) {
        /** Keeps a copy. */
        public Remark {
            about = List.copyOf(about);
        }
    }
}
