package io.gradwatch.fleet.saved;

import io.gradwatch.fleet.api.Described;

/** A view of a list, or of a chart of its runs, that somebody has saved for all. */
public record SavedView(
        @Described("Name of the view.") String name,

        @Described(
                value = "Page of which it is a view.",
                words = {"runs", "alerts", "parallel", "scatter"})
        String page,

        @Described("Query of the page's address: filters, order, groups and columns.")
        String query,

        @Described("Author.") String by,

        @Described("Time at which it was saved, since 1970-01-01 UTC.")
        long savedMillis) {}
