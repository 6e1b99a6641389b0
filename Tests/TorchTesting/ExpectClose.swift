import Testing
import Torch

/// Expects two tensors to have one shape and nearly the same numbers.
///
///     |actual - expected| <= absolute + relative · |expected|,  element by element
///
/// NaN is close to nothing. Both are compared in float64.
///
/// - Parameters:
///   - actual: What was computed.
///   - expected: What it should be.
///   - absolute: Allowed difference, whatever the size of the number.
///   - relative: Allowed difference as a share of the expected number.
///   - location: Where the expectation stands.
public func expectClose(
    _ actual: Tensor, _ expected: Tensor, absolute: Double = 0, relative: Double = 0,
    location: SourceLocation = #_sourceLocation
) {
    guard actual.shape == expected.shape else {
        Issue.record(
            "shape \(actual.shape), expected \(expected.shape)", sourceLocation: location)
        return
    }
    expectClose(
        actual.detached().array(of: Double.self), expected.detached().array(of: Double.self),
        absolute: absolute, relative: relative, shape: actual.shape, location: location)
}

/// Expects a tensor's numbers, last axis fastest, to be nearly the given ones.
///
/// - Parameters:
///   - actual: What was computed, of any shape.
///   - expected: What its numbers should be.
///   - absolute: Allowed difference, whatever the size of the number.
///   - relative: Allowed difference as a share of the expected number.
///   - location: Where the expectation stands.
public func expectClose(
    _ actual: Tensor, _ expected: [Double], absolute: Double = 0, relative: Double = 0,
    location: SourceLocation = #_sourceLocation
) {
    guard actual.count == expected.count else {
        Issue.record(
            "\(actual.count) numbers of shape \(actual.shape), expected \(expected.count)",
            sourceLocation: location)
        return
    }
    expectClose(
        actual.detached().array(of: Double.self), expected, absolute: absolute,
        relative: relative, shape: actual.shape, location: location)
}

private func expectClose(
    _ actual: [Double], _ expected: [Double], absolute: Double, relative: Double, shape: [Int],
    location: SourceLocation
) {
    let far = actual.indices.filter { index in
        // Equality first: two infinities of one sign are close, though their difference is NaN.
        let (mine, theirs) = (actual[index], expected[index])
        return mine != theirs && !(abs(mine - theirs) <= absolute + relative * abs(theirs))
    }
    let excess = { (index: Int) in abs(actual[index] - expected[index]) }
    guard let worst = far.max(by: { excess($0) < excess($1) }) else { return }
    Issue.record(
        """
        \(far.count) of \(actual.count) numbers differ; the worst is at \
        \(position(of: worst, in: shape)) of \(shape): \(actual[worst]), expected \
        \(expected[worst]), difference \(excess(worst)), allowed \
        \(absolute + relative * abs(expected[worst]))
        """, sourceLocation: location)
}

/// The indices of an element that is counted in the order of memory.
private func position(of index: Int, in shape: [Int]) -> [Int] {
    var rest = index
    return shape.reversed().map { size in
        defer { rest /= size }
        return rest % size
    }.reversed()
}
