import Testing
import Torch
import TorchTesting

@Suite("Shapes, lookups and copies")
struct ShapeTests {
    /// The numbers from 0 to 5 as two rows.
    private let x = Tensor.range(6, type: .float64).reshaped(2, 3)

    private func indices(_ values: Int64..., shape: [Int]? = nil) -> Tensor {
        Tensor(values, shape: shape ?? [values.count])
    }

    @Test("making tensors")
    func making() {
        expectClose(Tensor.full(2.5, shape: [2, 2]), [2.5, 2.5, 2.5, 2.5])
        expectClose(Tensor.zeros([3]), [0, 0, 0])
        #expect(Tensor.range(4).array(of: Int64.self) == [0, 1, 2, 3])
        expectClose(Tensor.linspace(-1, 1, count: 5, type: .float64), [-1, -0.5, 0, 0.5, 1])
        expectClose(Tensor.linspace(-1, 1, count: 1), [-1])
        expectClose(x.zerosLike(), [0, 0, 0, 0, 0, 0])
        expectClose(x.onesLike(), [1, 1, 1, 1, 1, 1])
        #expect(x.onesLike().type == .float64)
        #expect(Tensor(2).shape == [] && Tensor(2).item == 2)
        let empty = Tensor([] as [Float], shape: [0, 3])
        #expect(empty.count == 0 && empty.array() == [])
        expectClose(empty.sum(0), [0, 0, 0])
        let bytes: [UInt8] = [1, 0, 2, 0]
        let shorts = bytes.withUnsafeBytes { Tensor(bytes: $0, shape: [4], type: .uint8) }
        #expect(shorts.array(of: UInt8.self) == bytes)
    }

    @Test("what a tensor says about itself")
    func description() {
        #expect(x.rank == 2 && x.shape == [2, 3] && x.count == 6)
        #expect(x.size(0) == 2 && x.size(-1) == 3)
        #expect(x.type == .float64 && x.device == .cpu && !x.requiresGradient)
        #expect(x.description == "Tensor(float64, [2, 3], cpu)")
    }

    @Test("reshaping, transposing and the like")
    func arranging() {
        #expect(x.reshaped(3, -1).shape == [3, 2])
        expectClose(x.reshaped([6]), [0, 1, 2, 3, 4, 5])
        expectClose(x.transposed(0, 1), [0, 3, 1, 4, 2, 5])
        #expect(x.reshaped(1, 2, 3).permuted(2, 0, 1).shape == [3, 1, 2])
        expectClose(x.reshaped(1, 2, 3).permuted(2, 0, 1), [0, 3, 1, 4, 2, 5])
        expectClose(x.flipped(1), [2, 1, 0, 5, 4, 3])
        #expect(x.unsqueezed(1).shape == [2, 1, 3])
        #expect(x.unsqueezed(-1).shape == [2, 3, 1])
        #expect(x.unsqueezed(1).squeezed(1).shape == [2, 3])
        expectClose(Tensor([1.0, 2], shape: [2, 1]).expanded(-1, 3), [1, 1, 1, 2, 2, 2])
        expectClose(x.repeated(1, 2), [0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5])
        let padded = Tensor([7.0], shape: [1, 1]).padded(left: 1, right: 0, top: 0, bottom: 2)
        #expect(padded.shape == [3, 2])
        expectClose(padded, [0, 7, 0, 0, 0, 0])
        expectClose(
            Tensor.concatenated([x, x.flipped(1)], axis: 1).selected(0, 0),
            [0, 1, 2, 2, 1, 0])
        #expect(Tensor.stacked([x, x, x], axis: 1).shape == [2, 3, 3])
    }

    @Test("runs, single indices and slices in any order")
    func lookups() {
        expectClose(x.narrowed(1, 1..<3), [1, 2, 4, 5])
        #expect(x.narrowed(0, 1..<1).shape == [0, 3])
        expectClose(x.selected(0, 1), [3, 4, 5])
        expectClose(x.selected(1, -1), [2, 5])
        expectClose(x.taking(indices(2, 0, 2), axis: 1), [2, 0, 2, 5, 3, 5])
        expectClose(x.gathered(indices(2, 0, 1, 1, shape: [2, 2]), axis: 1), [2, 0, 4, 4])
    }

    @Test("replacing slices leaves the original, and gradient flows to both")
    func replacing() {
        let source = Tensor([10.0, 20, 30, 40], shape: [2, 2]).requiringGradient()
        let leaf = x.cloned().requiringGradient()
        let result = leaf.replacing(indices(2, 0), axis: 1, with: source)
        expectClose(result, [20, 1, 10, 40, 4, 30])
        expectClose(leaf, [0, 1, 2, 3, 4, 5])
        let weights = Tensor([1.0, 2, 3, 4, 5, 6], shape: [2, 3])
        let slopes = gradients(of: [(result * weights).sum()], withRespectTo: [leaf, source])
        expectClose(slopes[0] ?? Tensor(.nan), [0, 2, 0, 0, 5, 0])
        expectClose(slopes[1] ?? Tensor(.nan), [3, 1, 6, 4])
    }

    @Test("sorting gives values and where they came from")
    func sorting() {
        let y = Tensor([3.0, 1, 2, -1, 5, 0], shape: [2, 3])
        let (values, order) = y.sorted(axis: 1)
        expectClose(values, [1, 2, 3, -1, 0, 5])
        #expect(order.array(of: Int64.self) == [1, 2, 0, 0, 2, 1])
        expectClose(y.gathered(order, axis: 1), values)
        expectClose(y.sorted(axis: 0).values, [-1, 1, 0, 3, 5, 2])
    }

    @Test("an insertion index is the number of smaller elements")
    func searching() {
        let rows = Tensor([1.0, 2, 2, 4, 0, 0, 0, 0], shape: [2, 4])
        let values = Tensor([2.0, 0, 9, 2.5, 0, 1], shape: [2, 3])
        let found = rows.insertionIndices(of: values)
        #expect(found.array(of: Int64.self) == [1, 0, 4, 4, 0, 4])
        // Rows that do not lie one after another in memory.
        let turned = rows.transposed(0, 1).contiguous().transposed(0, 1)
        #expect(turned.insertionIndices(of: values).array(of: Int64.self) == [1, 0, 4, 4, 0, 4])
    }

    @Test("copies have memory of their own, views do not")
    func copies() {
        let y = x.cloned()
        let (copy, view) = (y.cloned(), y.detached())
        y.fill(with: 9)
        expectClose(copy, x)
        expectClose(view, [9, 9, 9, 9, 9, 9])
        expectClose(x.transposed(0, 1).contiguous(), [0, 3, 1, 4, 2, 5])
        let image = x.reshaped(1, 2, 3, 1).channelsLast()
        expectClose(image, x.reshaped(1, 2, 3, 1))
    }

    @Test("conversion truncates towards zero and keeps what fits")
    func conversion() {
        let y = Tensor([-1.7, 0, 2.9], shape: [3])
        #expect(y.converted(to: .int64).array(of: Int64.self) == [-1, 0, 2])
        #expect(y.converted(to: .bool).array(of: UInt8.self) == [1, 0, 1])
        for type in ScalarType.allCases where type != .other {
            let one = Tensor.full(1, shape: [2], type: type)
            #expect(one.type == type)
            expectClose(one, [1, 1])
            #expect(one.withUnsafeBytes { $0.count } == 2 * type.byteCount)
        }
        #expect(y.moved(to: .cpu).device == .cpu)
        // Half precision has 11 bits, bfloat16 has 8.
        expectClose(Tensor([1.0009765625], shape: [1]).converted(to: .float16), [1.0009765625])
        expectClose(Tensor([1.0009765625], shape: [1]).converted(to: .bfloat16), [1])
    }

    @Test("numbers are read in the order of the axes, however they lie in memory")
    func reading() {
        let turned = x.transposed(0, 1)
        #expect(turned.array() == [0, 3, 1, 4, 2, 5])
        #expect(x.narrowed(1, 1..<2).array(of: Double.self) == [1, 4])
        let first = turned.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 8, as: Double.self) }
        #expect(first == 3)
    }

    @Test("a mistake of shape ends the process")
    func traps() async {
        await #expect(processExitsWith: .failure) {
            _ = Tensor.zeros([2, 3]) + Tensor.zeros([2, 4])
        }
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([2, 3]).item }
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([2, 3]).squeezed(0) }
        await #expect(processExitsWith: .failure) {
            Tensor.zeros([2]).copy(from: Tensor.zeros([1]))
        }
    }
}
