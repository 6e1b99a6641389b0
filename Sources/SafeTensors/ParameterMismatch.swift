/// A weights file that does not fit a network.
public struct ParameterMismatch: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file.
    public let file: String
    /// Every tensor that is missing, unexpected or misshapen, a sentence each.
    public let problems: [String]

    /// One sentence with all problems.
    public var description: String {
        "\(file) does not fit the network that its configuration describes: "
            + problems.joined(separator: "; ")
            + "; use the weights and the configuration of one model."
    }
}

extension SafeTensorsFile {
    /// Checks that the file holds the tensors of a network and no others.
    ///
    /// - Parameters:
    ///   - tensors: Names and shapes of all tensors of the network, of floating point numbers.
    ///   - prefix: Only names that start so are looked at.
    /// - Throws: ``ParameterMismatch`` with everything that does not fit.
    public func requireExactly(
        _ tensors: [(name: String, shape: [Int])], prefix: String = ""
    ) throws(ParameterMismatch) {
        var unexpected = Set(names.filter { $0.hasPrefix(prefix) })
        var problems: [String] = []
        for (name, shape) in tensors {
            guard let entry = entries[prefix + name] else {
                problems.append("\(name) is missing")
                continue
            }
            unexpected.remove(prefix + name)
            if entry.shape != shape {
                problems.append("\(name) has shape \(entry.shape), expected \(shape)")
            } else if ![.float16, .bfloat16, .float32, .float64].contains(entry.type) {
                problems.append("\(name) has type \(entry.type.rawValue), expected F32")
            }
        }
        problems += unexpected.sorted().map { "\($0.dropFirst(prefix.count)) is unexpected" }
        guard problems.isEmpty else {
            throw ParameterMismatch(file: url.path, problems: problems)
        }
    }
}
