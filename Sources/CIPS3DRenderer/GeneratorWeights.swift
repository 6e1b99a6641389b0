import CIPS3DModel
import HeadPictures
import SafeTensors

/// The tensors of a generator by their published names, in single precision.
public struct GeneratorWeights: Sendable {
    /// The sizes that the tensors have.
    public let configuration: GeneratorConfiguration
    private let tensors: [String: [Float]]

    /// Reads a weights file.
    ///
    /// Names and shapes are compared before anything is read.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - configuration: The sizes that it should have.
    /// - Throws: `ParameterMismatch` with everything that does not fit, or `SafeTensorsError`.
    public init(_ file: SafeTensorsFile, configuration: GeneratorConfiguration) throws {
        let expected = PublishedNames.tensors(of: configuration)
        try file.requireExactly(expected.map { ($0.name, $0.shape) })
        try self.init(configuration: configuration) { try file.floats($0) }
    }

    /// Takes tensors from anywhere, such as networks in training.
    ///
    /// - Parameters:
    ///   - configuration: The sizes of the generator.
    ///   - values: Gives the elements of a tensor by its published name, row-major.
    /// - Throws: What `values` throws.
    public init(
        configuration: GeneratorConfiguration, values: (String) throws -> [Float]
    ) rethrows {
        self.configuration = configuration
        var tensors: [String: [Float]] = [:]
        for tensor in PublishedNames.tensors(of: configuration) {
            let elements = try values(tensor.name)
            precondition(
                elements.count == tensor.shape.reduce(1, *),
                "\(tensor.name) has \(elements.count) elements, not the shape \(tensor.shape)")
            tensors[tensor.name] = elements
        }
        self.tensors = tensors
    }

    /// The elements of a tensor, row-major.
    package subscript(_ name: String) -> [Float] {
        guard let tensor = tensors[name] else { preconditionFailure("no tensor \(name)") }
        return tensor
    }

    /// The fingerprint of the mapping networks, as the file of mean styles has it.
    var fingerprint: String {
        var fingerprint = Fingerprint()
        for tensor in PublishedNames.tensors(of: configuration)
        where MeanStyles.dependOn(tensor.name) {
            self[tensor.name].withUnsafeBytes { fingerprint.add($0) }
        }
        return fingerprint.text
    }
}
