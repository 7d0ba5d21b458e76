package io.gradwatch.alerting.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;

/** Damage of single pages of a database file of H2. */
public final class DamagedPages {

    private static final int BLOCK = 4_096;
    private static final byte INNER = 1;

    private DamagedPages() {}

    /**
     * Overwrites the pages of the indexes that a start does not read: all but the first of each. The rows stay whole.
     *
     * @return how many
     */
    public static int ofIndexes(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        List<Integer> pages = pages(file, bytes);
        for (int page : pages) {
            // The length of a page is its beginning.
            bytes.putInt(page, Integer.MAX_VALUE);
        }
        Files.write(file, bytes.array());
        return pages.size();
    }

    private static List<Integer> pages(Path file, ByteBuffer bytes) {
        List<Integer> pages = new ArrayList<>();
        try (MVStore store =
                new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
            Map<String, String> layout = store.getLayoutMap();
            store.getMetaMap().forEach((name, map) -> {
                String root = layout.get("root." + map);
                if (name.startsWith("name.index.") && root != null) {
                    long position = Long.parseUnsignedLong(root, 16);
                    if (DataUtils.isPageSaved(position)) {
                        for (long child : children(bytes, at(position, layout, bytes))) {
                            pages.add(at(child, layout, bytes));
                        }
                    }
                }
            });
        }
        return pages;
    }

    /** Where a page begins in the file. */
    private static int at(long position, Map<String, String> layout, ByteBuffer bytes) {
        String chunk = Integer.toHexString(DataUtils.getPageChunkId(position));
        String listed = layout.get("chunk." + chunk);
        int block = listed == null
                ? lastChunk(chunk, bytes)
                : Integer.parseInt(DataUtils.parseMap(listed).get("block"), 16);
        return block * BLOCK + DataUtils.getPageOffset(position);
    }

    /** Block of a chunk by its header: the last one is in no list. */
    private static int lastChunk(String chunk, ByteBuffer bytes) {
        byte[] header = ("chunk:" + chunk + ",").getBytes(StandardCharsets.US_ASCII);
        for (int block = bytes.capacity() / BLOCK - 1; block > 0; block--) {
            if (bytes.slice(block * BLOCK, header.length).equals(ByteBuffer.wrap(header))) {
                return block;
            }
        }
        throw new IllegalStateException("chunk " + chunk + " has no header");
    }

    /** Positions of the pages below a page: none where it is a leaf. */
    private static List<Long> children(ByteBuffer bytes, int at) {
        ByteBuffer page = bytes.duplicate().position(at + Integer.BYTES + Short.BYTES);
        // number of the page, and the map
        DataUtils.readVarInt(page);
        DataUtils.readVarInt(page);
        int keys = DataUtils.readVarInt(page);
        List<Long> children = new ArrayList<>();
        if ((page.get() & INNER) != 0) {
            for (int child = 0; child <= keys; child++) {
                children.add(page.getLong());
            }
        }
        return children;
    }
}
