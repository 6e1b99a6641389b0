import Foundation

/// Why no generator could be made of a file of weights.
package struct PublishedCheckpointError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What can be wrong.
    package enum Problem: Sendable, Equatable {
        /// None of its tensors has a generator's name.
        case noGenerator(keys: [String])
        /// Tensors are missing or misshapen.
        case misfit(place: String, problems: [String])
        /// The tensors claim more bytes than the file has.
        case tooSmall(claimedBytes: Int, fileBytes: Int)
        /// A tensor holds infinities or NaN.
        case notFinite(String)
    }

    /// The checkpoint.
    package let file: URL
    /// What is wrong with it.
    package let problem: Problem

    /// Whether tensors are missing or misshapen.
    package var isMisfit: Bool {
        if case .misfit = problem { true } else { false }
    }

    /// One sentence: which file, what is wrong and what to do.
    package var description: String {
        let saveAgain =
            "save the generator's weights in PyTorch: "
            + "torch.save(generator.state_dict(), \"weights.pth\")."
        switch problem {
        case .noGenerator(let keys):
            let listed = keys.prefix(8).joined(separator: ", ") + (keys.count > 8 ? ", ..." : "")
            let seen = keys.isEmpty ? "it holds nothing" : "its keys are \(listed)"
            return "\(file.path) holds no generator of CIPS-3D (\(seen)); \(saveAgain)"
        case .misfit(let place, let problems):
            let subject = place.isEmpty ? "its tensors are" : "\(place) is"
            return "\(file.path): \(subject) not a whole generator of CIPS-3D: "
                + problems.joined(separator: "; ") + "; \(saveAgain)"
        case .tooSmall(let claimed, let bytes):
            return "\(file.path) has \(bytes) bytes and its generator's tensors claim \(claimed); "
                + saveAgain
        case .notFinite(let name):
            return "\(file.path): the tensor \(name) holds infinite numbers or NaN, so that "
                + "training has failed there; import an earlier checkpoint."
        }
    }
}
