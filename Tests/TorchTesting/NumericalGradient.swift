import Testing
import Torch

/// The gradient of a scalar function by central differences.
///
///     (f(x + h) - f(x - h)) / 2h,  element by element
///
/// In float64 with h = 1e-5 the error is of the order 1e-10 for functions whose third derivative
/// is of the order of one.
///
/// - Parameters:
///   - function: Takes a tensor of the shape of `point`, returns a scalar.
///   - point: Where to differentiate; float64.
///   - step: h.
/// - Returns: The shape of `point`.
public func numericalGradient(
    of function: (Tensor) -> Tensor, at point: Tensor, step: Double = 1e-5
) -> Tensor {
    precondition(point.type == .float64, "central differences need float64")
    let values = point.detached().array(of: Double.self)
    func evaluate(_ index: Int, _ move: Double) -> Double {
        var moved = values
        moved[index] += move
        return function(Tensor(moved, shape: point.shape)).item
    }
    let slopes = values.indices.map { index in
        (evaluate(index, step) - evaluate(index, -step)) / (2 * step)
    }
    return Tensor(slopes, shape: point.shape)
}

/// The gradient of a scalar with respect to a parameter that is moved where it lies.
///
/// - Parameters:
///   - parameter: A float64 tensor that `function` reads; its numbers are as before afterwards.
///   - step: h of the central differences.
///   - function: Returns a scalar.
/// - Returns: The shape of `parameter`.
public func numericalGradient(
    moving parameter: Tensor, step: Double = 1e-5, _ function: () -> Tensor
) -> Tensor {
    let original = parameter.detached().cloned()
    defer { parameter.copy(from: original) }
    return numericalGradient(
        of: { moved in
            parameter.copy(from: moved)
            return function()
        }, at: original, step: step)
}

/// Expects the recorded gradient of a function to agree with central differences.
///
/// - Parameters:
///   - point: Where to differentiate; float64.
///   - absolute: Allowed difference of an element.
///   - location: Where the expectation stands.
///   - function: Takes a tensor of the shape of `point`, returns a scalar.
public func expectGradient(
    at point: Tensor, absolute: Double = 1e-7, location: SourceLocation = #_sourceLocation,
    of function: (Tensor) -> Tensor
) {
    let leaf = point.detached().cloned().requiringGradient()
    guard let slope = gradients(of: [function(leaf)], withRespectTo: [leaf])[0] else {
        Issue.record("the function does not depend on its argument", sourceLocation: location)
        return
    }
    let expected = numericalGradient(of: function, at: point)
    expectClose(slope, expected, absolute: absolute, relative: 1e-6, location: location)
}
