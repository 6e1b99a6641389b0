import Synchronization

/// What the results of a convolution of square images see, and what sees them: made once for each shape.
final class ConvolutionGeometry: Sendable {
    private struct Shape: Hashable {
        let side: Int
        let kernel: Int
        let stride: Int
        let padding: Int
        let resultSide: Int
    }

    private static let known = Mutex<[Shape: ConvolutionGeometry]>([:])

    let forwards: Neighborhood
    let backwards: Neighborhood
    private let taps: Int
    private let separated = Mutex<[Neighborhood]?>(nil)

    /// What is seen through each tap alone: made when somebody learns the weights.
    var byTap: [Neighborhood] {
        separated.withLock { separated in
            let ready = separated ?? forwards.byTap(taps)
            separated = ready
            return ready
        }
    }

    /// The geometry of a convolution.
    ///
    /// - Parameters:
    ///   - weights: Its kernel, stride and padding.
    ///   - side: Pixels on a side of the images.
    /// - Returns: The same for the same shape.
    static func of(_ weights: ConvolutionWeights, side: Int) -> ConvolutionGeometry {
        let results = weights.resultSide(side)
        let zeros =
            switch weights.padding {
            case .even(let zeros): zeros
            case .tensorFlow: max((results - 1) * weights.stride + weights.kernel - side, 0) / 2
            }
        let shape = Shape(
            side: side, kernel: weights.kernel, stride: weights.stride, padding: zeros,
            resultSide: results)
        return known.withLock { known in
            if let geometry = known[shape] { return geometry }
            let geometry = ConvolutionGeometry(shape)
            known[shape] = geometry
            return geometry
        }
    }

    private init(_ shape: Shape) {
        forwards = Neighborhood(
            side: shape.side, kernel: shape.kernel, stride: shape.stride, padding: shape.padding,
            resultSide: shape.resultSide)
        backwards = forwards.turned()
        taps = shape.kernel * shape.kernel
    }
}
