/// A problem found in a header, before it is known which file it came from.
struct HeaderFault: Error {
    /// The tensor, where the problem is with one tensor.
    var tensor: String?
    /// What is wrong.
    var problem: SafeTensorsError.Problem
}
