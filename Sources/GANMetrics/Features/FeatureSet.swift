import Torch

/// The features of a set of images.
public struct FeatureSet: Sendable {
    /// Row by row, `[N · F]`.
    public let values: [Float]
    /// F.
    public let featureCount: Int
    /// N.
    public var count: Int { featureCount == 0 ? 0 : values.count / featureCount }

    /// Given features.
    ///
    /// - Parameters:
    ///   - values: Row by row, `[N · F]`.
    ///   - featureCount: F.
    public init(values: [Float], featureCount: Int) {
        precondition(
            featureCount > 0 && values.count.isMultiple(of: featureCount),
            "\(values.count) numbers as rows of \(featureCount)")
        (self.values, self.featureCount) = (values, featureCount)
    }

    /// Some of the images, float64.
    ///
    /// - Parameter range: Which images.
    /// - Returns: `[count, F]`.
    func rows(_ range: Range<Int>) -> Tensor {
        values.withUnsafeBytes { bytes in
            let width = featureCount * MemoryLayout<Float>.size
            let part = UnsafeRawBufferPointer(
                rebasing: bytes[range.lowerBound * width..<range.upperBound * width])
            return Tensor(bytes: part, shape: [range.count, featureCount], type: .float32)
        }.converted(to: .float64)
    }

    /// Chosen images, float64.
    ///
    /// - Parameter indices: Which images.
    /// - Returns: `[count, F]`.
    func rows(_ indices: [Int]) -> Tensor {
        let chosen = indices.flatMap { values[$0 * featureCount..<($0 + 1) * featureCount] }
        return Tensor(chosen, shape: [indices.count, featureCount]).converted(to: .float64)
    }

    /// Runs of images that are looked at together, so that memory does not grow with their number.
    func runs(of length: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: length).map { $0..<min($0 + length, count) }
    }
}
