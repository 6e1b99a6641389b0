import Torch

/// Generated images that the discriminators judge and the generator learns from.
package struct JudgedBatch {
    let batch: GeneratedBatch
    /// Cut off from the generator: where gradients of what is seen arrive.
    let images: JudgedImages
    /// What the discriminators see of the images, with the graph between.
    let seen: SeenImages

    /// Leads a loss back to the generator's parameters; once.
    ///
    /// - Parameter loss: Of what is seen.
    /// - Returns: One for each learned tensor of the generator; nil where nothing depends on it.
    func gradients(of loss: Tensor) -> [Tensor?] {
        let leaves = [images.color, images.auxiliary].compactMap { $0 }.filter(\.requiresGradient)
        let ofImages = Torch.gradients(of: [loss], withRespectTo: leaves)
        guard let ofColor = ofImages[0] else { preconditionFailure("nobody judges colours") }
        return batch.gradients(color: ofColor, auxiliary: leaves.count > 1 ? ofImages[1] : nil)
    }
}
