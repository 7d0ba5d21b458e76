package io.gradwatch.agent.dl4j.tensor;

import io.gradwatch.agent.dl4j.network.ParameterLayout;
import io.gradwatch.agent.listener.TensorMoments;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The L2 norm of the trained elements of one flat array, as fast as the memory allows.
 *
 * <p>It asks BLAS for the dot product of each piece with itself, on the device where the array lies: about 0.1 ns per
 * float on a CPU, where ND4J's own norm takes 2.5 ns and at least 36 µs a call. A piece has at most
 * {@value #LONGEST_PIECE} elements, which keeps the relative error of BLAS's single-precision sum near 1e-6. Where the
 * sum leaves the range of a float, or the type is one that BLAS does not know, the elements are read one by one in
 * double precision.
 */
public final class TrainedNorm {
    private static final long LONGEST_PIECE = 1 << 20;

    /** Below this, squares of single floats may have underflowed. */
    private static final double SMALLEST_TRUSTED_SQUARES = 1e-28;

    private final List<long[]> ranges;
    private final TensorMoments moments = new TensorMoments();
    private long viewedAddress;
    private long viewedLength = -1;
    private List<INDArray> pieces = List.of();

    public TrainedNorm(ParameterLayout layout) {
        this.ranges = layout.trainedRanges(LONGEST_PIECE);
    }

    /** L2 norm of the trained elements of {@code flat}; NaN or infinite as its elements are. */
    public double of(INDArray flat) {
        boolean known = flat.dataType() == DataType.FLOAT || flat.dataType() == DataType.DOUBLE;
        double squares = known ? squares(flat) : Double.NaN;
        return squares > SMALLEST_TRUSTED_SQUARES && squares < Double.POSITIVE_INFINITY
                ? Math.sqrt(squares)
                : oneByOne(flat);
    }

    private double squares(INDArray flat) {
        long address = flat.data().address();
        // DL4J wraps the same memory in a new array at every call.
        if (address != viewedAddress || flat.length() != viewedLength) {
            pieces = pieces(flat);
            viewedAddress = address;
            viewedLength = flat.length();
        }
        Level1 blas = Nd4j.getBlasWrapper().level1();
        double squares = 0;
        for (INDArray piece : pieces) {
            squares += blas.dot(piece.length(), 1, piece, piece);
        }
        return squares;
    }

    private List<INDArray> pieces(INDArray flat) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray vector = flat.reshape(flat.length());
            List<INDArray> views = new ArrayList<>();
            for (long[] range : ranges) {
                views.add(vector.get(NDArrayIndex.interval(range[0], range[0] + range[1])));
            }
            return views;
        }
    }

    private double oneByOne(INDArray flat) {
        moments.reset();
        HostElements elements = HostElements.of(flat);
        for (long[] range : ranges) {
            elements.addTo(moments, range[0], range[1]);
        }
        return moments.strictL2Norm();
    }
}
