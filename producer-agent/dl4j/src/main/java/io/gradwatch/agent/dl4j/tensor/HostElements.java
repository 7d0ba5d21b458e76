package io.gradwatch.agent.dl4j.tensor;

import io.gradwatch.agent.listener.TensorMoments;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The elements of an array as they lie in host memory, to be read block by block without an ND4J operation per element.
 *
 * <p>A dense array of floats or doubles on the CPU is read in place. Anything else (a strided view, another type, an
 * array of a device) is copied first, once for the whole array, outside all workspaces.
 */
public final class HostElements<B> implements Elements {

    /** Copies elements into the beginning of a block. */
    private interface Source<B> {
        void copy(long from, B block, int length);
    }

    /** Adds the first elements of a block. */
    private interface Sink<B> {
        void add(TensorMoments moments, B block, int length);
    }

    private final Source<B> source;
    private final IntFunction<B> blocks;
    private final BiFunction<ElementCopy, Integer, B> room;
    private final Sink<B> sink;

    private HostElements(
            Source<B> source, IntFunction<B> blocks, BiFunction<ElementCopy, Integer, B> room, Sink<B> sink) {
        this.source = source;
        this.blocks = blocks;
        this.room = room;
        this.sink = sink;
    }

    private static HostElements<float[]> floats(Source<float[]> source) {
        return new HostElements<>(
                source, float[]::new, ElementCopy::floats, (moments, block, length) -> moments.add(block, 0, length));
    }

    private static HostElements<double[]> doubles(Source<double[]> source) {
        return new HostElements<>(
                source, double[]::new, ElementCopy::doubles, (moments, block, length) -> moments.add(block, 0, length));
    }

    public static HostElements<?> of(INDArray array) {
        boolean inPlace = Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU && isDense(array);
        if (array.isEmpty()) {
            return floats((from, block, length) -> {});
        }
        if (inPlace && array.dataType() == DataType.FLOAT) {
            FloatPointer memory = new FloatPointer(array.data().addressPointer());
            return floats((from, block, length) -> memory.position(from).get(block, 0, length));
        }
        if (inPlace && array.dataType() == DataType.DOUBLE) {
            DoublePointer memory = new DoublePointer(array.data().addressPointer());
            return doubles((from, block, length) -> memory.position(from).get(block, 0, length));
        }
        return copyOf(array);
    }

    private static boolean isDense(INDArray array) {
        return array.length() == 1 || array.elementWiseStride() == 1;
    }

    private static HostElements<?> copyOf(INDArray array) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            if (array.dataType() == DataType.DOUBLE) {
                double[] copy = array.dup('c').data().asDouble();
                return doubles(
                        (from, block, length) -> System.arraycopy(copy, Math.toIntExact(from), block, 0, length));
            }
            float[] copy = array.dup('c').castTo(DataType.FLOAT).data().asFloat();
            return floats((from, block, length) -> System.arraycopy(copy, Math.toIntExact(from), block, 0, length));
        }
    }

    /** Copies the first {@code count} elements. */
    void copyTo(ElementCopy copy, int count) {
        source.copy(0, room.apply(copy, count), count);
    }

    @Override
    public void addTo(TensorMoments moments, long from, long count) {
        B block = blocks.apply(TensorMoments.BLOCK_ELEMENTS);
        for (long done = 0; done < count; done += TensorMoments.BLOCK_ELEMENTS) {
            int length = (int) Math.min(TensorMoments.BLOCK_ELEMENTS, count - done);
            source.copy(from + done, block, length);
            sink.add(moments, block, length);
        }
    }
}
