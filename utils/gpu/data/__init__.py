"""Data on the device: batches, images, augmentation, CIFAR10."""
