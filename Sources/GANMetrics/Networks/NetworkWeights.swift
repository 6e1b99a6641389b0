import Foundation
import ImageInspection
import PyTorchFiles
import SafeTensors
import Torch

/// The weights of a feature network, read tensor by tensor while its layers are made.
///
/// Layers ask for what they need; what is missing or misshapen is noted, and `finish` reports all
/// of it at once.
public final class NetworkWeights {
    private enum Source {
        case safeTensors(SafeTensorsFile)
        case pyTorch(PyTorchFile, PyTorchDictionary)
        case computed((_ name: String, _ shape: [Int]) -> [Float])
    }

    /// The file.
    public let url: URL
    /// SHA-256 of the file, in hexadecimal digits.
    public let digest: String
    private let source: Source
    private let device: Device
    private var problems: [String] = []

    /// Opens a safetensors file, or a state dict that PyTorch saved.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - device: Where to put the tensors.
    /// - Throws: `SafeTensorsError` or `PyTorchFileError` where it is neither; ``NetworkError``
    ///   where it cannot be read.
    public init(contentsOf url: URL, device: Device = .cpu) throws {
        (self.url, self.device) = (url, device)
        digest = try Self.digest(of: url)
        if url.pathExtension == "safetensors" {
            source = .safeTensors(try SafeTensorsFile(contentsOf: url))
        } else {
            let file = try PyTorchFile(contentsOf: url)
            guard let largest = file.dictionaries.max(by: { $0.tensors.count < $1.tensors.count })
            else { throw NetworkError.misfit(url.path, problems: ["it holds no tensors"]) }
            source = .pyTorch(file, largest)
        }
    }

    /// Weights of no file: for tests, and where only sizes and speed matter.
    ///
    /// - Parameters:
    ///   - device: Where to put the tensors.
    ///   - values: Gives a tensor's elements by its name and shape.
    package init(
        device: Device = .cpu, values: @escaping (_ name: String, _ shape: [Int]) -> [Float]
    ) {
        (url, self.device) = (URL(fileURLWithPath: "/dev/null"), device)
        digest = ContentDigest(of: Data()).hexadecimal
        source = .computed(values)
    }

    /// The tensor of a name, float32.
    ///
    /// - Parameters:
    ///   - name: Its key.
    ///   - shape: The shape that it has to have.
    /// - Returns: The tensor; zeros where it is missing or misshapen, which is noted.
    /// - Throws: `SafeTensorsError` or `PyTorchFileError` where the file is damaged.
    public func tensor(_ name: String, _ shape: [Int]) throws -> Tensor {
        guard let found = self.shape(of: name, expected: shape) else {
            return note("\(name) is missing", shape)
        }
        guard found == shape else {
            return note("\(name) has shape \(found), expected \(shape)", shape)
        }
        let values =
            switch source {
            case .safeTensors(let file): try file.floats(name)
            case .pyTorch(let file, let dictionary): try file.floats(name, in: dictionary)
            case .computed(let values): values(name, shape)
            }
        return Tensor(values, shape: shape, device: device)
    }

    /// Reports everything that did not fit.
    ///
    /// - Parameter network: What the network is called.
    /// - Throws: ``NetworkError`` where anything was missing or misshapen.
    public func finish(_ network: String) throws {
        guard problems.isEmpty else {
            throw NetworkError.misfit(url.path, network: network, problems: problems)
        }
    }

    private func shape(of name: String, expected: [Int]) -> [Int]? {
        switch source {
        case .safeTensors(let file): file.entries[name]?.shape
        case .pyTorch(_, let dictionary): dictionary.tensors[name]?.shape
        case .computed: expected
        }
    }

    private func note(_ problem: String, _ shape: [Int]) -> Tensor {
        problems.append(problem)
        return .zeros(shape, device: device)
    }

    private static func digest(of url: URL) throws -> String {
        do {
            return ContentDigest(of: try Data(contentsOf: url, options: .alwaysMapped)).hexadecimal
        } catch {
            throw NetworkError.unreadable(url.path)
        }
    }
}
