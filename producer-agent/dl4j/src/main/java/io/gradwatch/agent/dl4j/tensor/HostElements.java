package io.gradwatch.agent.dl4j.tensor;

import io.gradwatch.agent.listener.TensorMoments;
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
public final class HostElements implements Elements {

    /** Copies elements. */
    private interface Source {
        void copy(long from, ElementCopy to, int count);
    }

    private final Source source;

    private HostElements(Source source) {
        this.source = source;
    }

    public static HostElements of(INDArray array) {
        boolean inPlace = Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU && isDense(array);
        if (array.isEmpty()) {
            return new HostElements((from, to, count) -> to.floats(0));
        }
        if (inPlace && array.dataType() == DataType.FLOAT) {
            FloatPointer memory = new FloatPointer(array.data().addressPointer());
            return new HostElements((from, to, count) -> memory.position(from).get(to.floats(count), 0, count));
        }
        if (inPlace && array.dataType() == DataType.DOUBLE) {
            DoublePointer memory = new DoublePointer(array.data().addressPointer());
            return new HostElements((from, to, count) -> memory.position(from).get(to.doubles(count), 0, count));
        }
        return copyOf(array);
    }

    private static boolean isDense(INDArray array) {
        return array.length() == 1 || array.elementWiseStride() == 1;
    }

    private static HostElements copyOf(INDArray array) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            if (array.dataType() == DataType.DOUBLE) {
                double[] copy = array.dup('c').data().asDouble();
                return new HostElements((from, to, count) ->
                        System.arraycopy(copy, Math.toIntExact(from), to.doubles(count), 0, count));
            }
            float[] copy = array.dup('c').castTo(DataType.FLOAT).data().asFloat();
            return new HostElements(
                    (from, to, count) -> System.arraycopy(copy, Math.toIntExact(from), to.floats(count), 0, count));
        }
    }

    /** Copies the first {@code count} elements. */
    void copyTo(ElementCopy copy, int count) {
        source.copy(0, copy, count);
    }

    @Override
    public void addTo(TensorMoments moments, long from, long count) {
        ElementCopy block = new ElementCopy();
        for (long done = 0; done < count; done += TensorMoments.BLOCK_ELEMENTS) {
            int length = (int) Math.min(TensorMoments.BLOCK_ELEMENTS, count - done);
            source.copy(from + done, block, length);
            block.addTo(moments, 0, length);
        }
    }
}
