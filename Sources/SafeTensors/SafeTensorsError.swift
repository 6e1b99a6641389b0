import Foundation

/// Why a safetensors file could not be read or written.
public struct SafeTensorsError: Error, Equatable, Sendable {
    /// The file.
    public let file: URL
    /// The tensor, where the problem is with one tensor.
    public let tensor: String?
    /// What is wrong.
    public let problem: Problem
}

extension SafeTensorsError: CustomStringConvertible {
    /// One sentence: which file, which tensor, what is wrong and what to do.
    public var description: String {
        let subject = tensor.map { ", tensor \(Problem.quoted($0))," } ?? ""
        return "\(file.path)\(subject) \(problem.fact); \(problem.advice)."
    }
}
