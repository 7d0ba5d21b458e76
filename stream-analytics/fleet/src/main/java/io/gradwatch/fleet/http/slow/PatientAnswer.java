package io.gradwatch.fleet.http.slow;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * An answer that waits for its client while no thread does: what is written is copied, within bounds, and sent as the
 * client takes it. Beyond the bounds the thread waits as usual, and for streams of events always.
 */
final class PatientAnswer extends Response.Wrapper {

    /** Bytes that are kept for one answer. Own choice: a list of a thousand runs has a quarter. */
    static final int MOST_BYTES = 4 << 20;

    /** Bytes after which the client is seen to have taken something. Own choice. */
    private static final int SLICE_BYTES = 32 << 10;

    /**
     * A piece of the answer.
     *
     * @param kept bytes of it that are a copy and count against the limit
     * @param done called when it is sent; null where the writer has gone on
     */
    private record Piece(boolean last, ByteBuffer content, int kept, Callback done) {}

    private final WaitingBytes room;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final Sending sending = new Sending();
    private Piece current;
    private long keptBytes;
    private boolean busy;
    private long progressNanos;
    private boolean begun;
    private long beginNanos;
    private Throwable failure;
    private Callback end;

    PatientAnswer(Request request, Response response, WaitingBytes room) {
        super(request, response);
        this.room = room;
    }

    /** Time in which the client took nothing of what waits, nanoseconds. */
    synchronized long stalledNanos(long now) {
        return busy ? now - progressNanos : 0;
    }

    /** Time for which an answer that is no stream was sent, nanoseconds. */
    synchronized long sendingNanos(long now) {
        return busy && !isStream() ? now - beginNanos : 0;
    }

    /** Cuts the client off. */
    void cutOff() {
        getRequest().getConnectionMetaData().getConnection().getEndPoint().close();
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
        Callback now = null;
        Throwable failed;
        synchronized (this) {
            failed = failure;
            if (failed == null) {
                now = add(last, content, callback);
            }
        }
        if (failed != null) {
            callback.failed(failed);
            return;
        }
        sending.iterate();
        if (now != null) {
            now.succeeded();
        }
    }

    /** Adds a piece. Returns {@code callback} where the piece was copied: it can be called at once. Else null. */
    private Callback add(boolean last, ByteBuffer content, Callback callback) {
        if (!busy) {
            // From now on: the answer must not be taken for sent before the sending has begun.
            busy = true;
            progressNanos = System.nanoTime();
        }
        if (!begun) {
            begun = true;
            beginNanos = System.nanoTime();
        }
        int bytes = content == null ? 0 : content.remaining();
        if (!isStream() && keptBytes + bytes <= MOST_BYTES && room.take(bytes)) {
            ByteBuffer copy = BufferUtil.EMPTY_BUFFER;
            if (bytes > 0) {
                copy = ByteBuffer.allocate(bytes).put(content).flip();
            }
            keptBytes += bytes;
            pieces.add(new Piece(last, copy, bytes, null));
            return callback;
        }
        pieces.add(new Piece(last, content == null ? BufferUtil.EMPTY_BUFFER : content, 0, callback));
        return null;
    }

    private boolean isStream() {
        String type = getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type != null && type.startsWith("text/event-stream");
    }

    /** Called when the request is answered, once the client has taken all. */
    Callback until(Callback callback) {
        return new Callback() {
            @Override
            public void succeeded() {
                Throwable failed;
                synchronized (PatientAnswer.this) {
                    failed = failure;
                    if (failed == null && busy) {
                        end = callback;
                        return;
                    }
                }
                if (failed == null) {
                    callback.succeeded();
                } else {
                    callback.failed(failed);
                }
            }

            @Override
            public void failed(Throwable x) {
                callback.failed(x);
            }
        };
    }

    /** Sends one slice after the other. */
    private final class Sending extends IteratingCallback {

        @Override
        protected Action process() {
            boolean last = false;
            ByteBuffer slice = null;
            List<Callback> told = new ArrayList<>();
            synchronized (PatientAnswer.this) {
                progressNanos = System.nanoTime();
                if (current != null && !current.content().hasRemaining()) {
                    finish(current, told);
                    current = null;
                }
                if (current == null) {
                    current = pieces.poll();
                }
                busy = current != null;
                if (current != null) {
                    slice = slice(current.content());
                    last = current.last() && !current.content().hasRemaining();
                } else if (end != null) {
                    told.add(end);
                    end = null;
                }
            }
            told.forEach(Callback::succeeded);
            if (slice == null) {
                return Action.IDLE;
            }
            getWrapped().write(last, slice, this);
            return Action.SCHEDULED;
        }

        @Override
        protected void onFailure(Throwable cause) {
            List<Callback> told = new ArrayList<>();
            synchronized (PatientAnswer.this) {
                failure = cause;
                busy = false;
                if (current != null) {
                    pieces.addFirst(current);
                    current = null;
                }
                pieces.forEach(piece -> finish(piece, told));
                pieces.clear();
                if (end != null) {
                    told.add(end);
                    end = null;
                }
            }
            told.forEach(callback -> callback.failed(cause));
        }
    }

    private void finish(Piece piece, List<Callback> told) {
        room.give(piece.kept());
        keptBytes -= piece.kept();
        if (piece.done() != null) {
            told.add(piece.done());
        }
    }

    /** The next bytes of a piece, which has them no more. */
    private static ByteBuffer slice(ByteBuffer content) {
        int bytes = Math.min(SLICE_BYTES, content.remaining());
        ByteBuffer slice = content.slice(content.position(), bytes);
        content.position(content.position() + bytes);
        return slice;
    }
}
